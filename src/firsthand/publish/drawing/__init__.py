"""Pictures that are drawn on the server: timelines, plans, views of scenes."""
