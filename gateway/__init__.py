"""The server that kiosks deliver dossiers to.

For the program that starts it as a child (``python -m gateway serve --data DIR --port 0 --ready-file PATH …``):

- ``--port 0`` takes a free port. When requests are answered, PATH appears with the port number in it, whole; it goes
  when the gateway stops. A killed gateway leaves it: remove an older PATH before you start the next. When starting
  fails, the process ends with exit code 1 and one sentence on stderr.
- ``--demo`` makes keys at the first start (audience ``demo``), so ``DIR/gateway.pub.json`` is there before PATH is,
  and lets a kiosk in that nobody registered: its device file is read from ``--device-file`` or from
  ``DIR/devices.d/`` at its first request, so it may be written after the gateway has started.
- With ``--ready-file`` (or ``--parent PID``) it ends when the process that started it ends, however that ended.
- SIGTERM or SIGINT: no new connections, requests in progress have ten seconds, then exit code 0.
- SIGKILL at any moment loses nothing that was acknowledged; start it again on the same folder.
- stdout stays empty; stderr has one JSON object a line, without personal data.
- In a demo folder, a file ``DIR/clock`` holds the offset of a virtual clock in seconds (see kiosk.clock.VirtualClock).

Several processes may serve one folder: unique keys in the database and locks on files keep every promise. With
``--database postgresql://…``, remembered in ``DIR/gateway.toml``, dossiers are kept in PostgreSQL instead of SQLite.
"""
