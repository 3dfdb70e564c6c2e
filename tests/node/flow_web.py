"""The web server that flows call."""

import http.server
import threading


class Web(http.server.ThreadingHTTPServer):
    """What flows call: answers ``reply`` as it is; one that ``hangs`` when ``goes_on`` is set."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.reply, self.seen = b"", []
        self.hangs, self.goes_on = threading.Event(), threading.Event()
        self.daemon_threads = True
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Page(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        self.server.seen.append((self.path, self.rfile.read(length).decode()))
        if self.server.hangs.is_set():
            self.server.goes_on.wait(30)
        self.wfile.write(self.server.reply)

    def log_message(self, *args):
        pass


def json_page(body: bytes, status: bytes = b"200 OK", more: bytes = b"") -> bytes:
    return b"HTTP/1.0 " + status + b"\r\nContent-Type: application/json\r\n" + more + b"\r\n" + body
