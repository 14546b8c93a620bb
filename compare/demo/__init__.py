"""The bundled example: six invented outlets that tell one invented event, served on the loopback interface."""
