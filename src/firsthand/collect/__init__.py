"""collect: files, folders, standard input, URLs and feeds become documents; GeoTIFFs become scenes.

The door is :func:`firsthand.collect.collector.collect`.
"""
