"""Images and what goes with them: dated scenes, what their numbers mean, the orbits of satellites."""
