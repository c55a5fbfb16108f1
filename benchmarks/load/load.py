#!/usr/bin/env python3
"""Feeds three servers with the same load in turn and prints ratios; started by run.sh.

load.py WORK [--runs N] [--only store|query] [--case CORPUS:ASSOCIATIONS] [--quick]

Each run takes a fresh server and a fresh folder, sends a warm-up corpus that is not measured (so that a JIT-compiled server
is not measured while it compiles; the others get the same), and then the measured one. The servers take turns within a run,
so that what the machine does meanwhile falls on all of them. Each gets a second of rest before it is measured, as it would
between two studies. Figures are medians; only their ratios mean something.
"""
import argparse, json, os, re, shutil, signal, socket, statistics, subprocess, sys, time

parser = argparse.ArgumentParser()
parser.add_argument("work")
parser.add_argument("--runs", type=int, default=3)
parser.add_argument("--only", choices=["store", "query"])
parser.add_argument("--case", action="append", help="of what is stored only this, as ct:4; repeatable")
parser.add_argument("--quick", action="store_true", help="one run, smaller corpora: to see that it works")
options = parser.parse_args()
work = os.path.abspath(options.work)
runs = 1 if options.quick else options.runs
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server under test is ended too
tick = os.sysconf("SC_CLK_TCK")
corpus = os.path.join(work, "corpus")
load = os.path.join(work, "dcmload")
MOVE_PORT = 11199


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def folders(kind, first, last):
    name = "st%02d" if kind == "ct" else "p%03d"
    return [os.path.join(corpus, kind, name % i) for i in range(first, last)]


class Server:
    """One server process in a folder of its own."""

    def __init__(self, name):
        self.name, self.port = name, free_port()
        self.folder = os.path.join(work, "data-" + name)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        command = getattr(self, "_" + name)()
        self.log = open(os.path.join(work, name + ".log"), "w")
        os.sync()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(1200):
            if self.process.poll() is not None:
                sys.exit("load: %s ended, see %s" % (name, self.log.name))
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("load: %s does not listen" % name)

    def _pacs(self):
        return [os.path.join(work, "server", "ServerHost"), "--data", self.folder, "--dicom-port", str(self.port), "--http-port", str(free_port()), "--peer", "DEST@127.0.0.1:%d" % MOVE_PORT]

    def _orthanc(self):
        path = os.path.join(work, "orthanc.json")
        with open(path, "w") as f:
            json.dump({"StorageDirectory": self.folder, "IndexDirectory": self.folder, "HttpPort": free_port(), "DicomPort": self.port, "DicomAet": "PACS", "SyncStorageArea": True,
                       "DicomCheckCalledAet": False, "DicomAlwaysAllowStore": True, "DicomAlwaysAllowFind": True, "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True,
                       "UnknownSopClassAccepted": True, "RemoteAccessAllowed": False, "AuthenticationEnabled": False, "DicomModalities": {"dest": ["DEST", "127.0.0.1", MOVE_PORT]}}, f)
        return ["Orthanc", path]

    def _sink(self):
        return [load, "sink", "-w", self.folder, "-s", str(self.port)]

    def cpu(self):
        fields = open("/proc/%d/stat" % self.process.pid).read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / tick

    def peak_mb(self):
        return next(int(line.split()[1]) for line in open("/proc/%d/status" % self.process.pid) if line.startswith("VmHWM")) / 1024

    def client(self, *arguments):
        done = subprocess.run([load, *arguments], capture_output=True, text=True, timeout=1800)
        if done.returncode:
            sys.exit("load: client: " + done.stderr)
        return done.stdout

    def store(self, paths, associations):
        out = self.client("store", "-n", str(associations), "127.0.0.1", str(self.port), "PACS", *paths)
        found = re.search(r"n=(\d+) .*img/s=([\d.]+) .*bad=(\d+)", out)
        # Orthanc now and then fails an image among hundreds when several associations bring one study; the others' rate stands.
        if int(found[3]) > (0 if self.name == "pacs" else int(found[1]) / 100):
            sys.exit("load: %s refused %s of %s" % (self.name, found[3], found[1]))
        return int(found[1]), float(found[2])

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def measure_store():
    warm = {"ct": folders("ct", 9, 10), "mr": folders("mr", 200, 250)}
    measured = {"ct": folders("ct", 0, 1 if options.quick else 3), "mr": folders("mr", 0, 20 if options.quick else 150)}
    bars = {("ct", 1): 4, ("ct", 4): 6, ("mr", 1): 3, ("mr", 4): 6, ("mr", 16): 12}
    print("| corpus | associations | images/s | Orthanc | flushing sink | times Orthanc (bar) | times sink | CPU ms an image | peak MB | spread |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind, associations in bars:
        if options.case and "%s:%d" % (kind, associations) not in options.case:
            continue
        results = {"pacs": [], "orthanc": [], "sink": []}
        for _ in range(runs):
            for name in results:
                server = Server(name)
                try:
                    server.store(warm[kind], associations)
                    time.sleep(1)
                    before = server.cpu()
                    count, rate = server.store(measured[kind], associations)
                    results[name].append((rate, (server.cpu() - before) * 1000 / count, server.peak_mb()))
                finally:
                    server.stop()
        rate = {name: statistics.median(r[0] for r in rows) for name, rows in results.items()}
        spread = (max(r[0] for r in results["pacs"]) - min(r[0] for r in results["pacs"])) / rate["pacs"] * 50
        print("| %s | %d | %.0f | %.0f | %.0f | **%.1f** (%d) | %.2f | %.2f | %.0f | ±%.0f %% |" % (
            kind.upper(), associations, rate["pacs"], rate["orthanc"], rate["sink"], rate["pacs"] / rate["orthanc"], bars[kind, associations], rate["pacs"] / rate["sink"],
            statistics.median(r[1] for r in results["pacs"]), max(r[2] for r in results["pacs"]), spread), flush=True)


def measure_query():
    root = "1.2.826.0.1.3680043.8.498.77.2"
    studies = 1 if options.quick else 3
    series = os.path.join(work, "series.txt")
    with open(series, "w") as f:
        for study in range(1, studies + 1):
            for number in (1, 2):
                f.write("0020,000d=%s.%d 0020,000e=%s.%d.%d\n" % (root, study, root, study, number))
    cases = [
        ("C-FIND by Patient ID", "p50 ms", ["find", "-c", "300", "-L", "STUDY"], ["0010,0010", "0010,0020=CTPAT0000", "0020,000d", "0008,0020"]),
        ("C-FIND 100 images of a series", "p50 ms", ["find", "-c", "30", "-L", "IMAGE"], ["0008,0018", "0020,000d=%s.1" % root, "0020,000e=%s.1.1" % root, "0020,0013"]),
        ("C-GET series", "MB/s", ["get", "-L", "SERIES", "-b", series], []),
        ("C-GET series, 128 KB PDU", "MB/s", ["get", "-p", "131072", "-L", "SERIES", "-b", series], []),
        ("C-GET series, 4 associations", "MB/s", ["get", "-n", "4", "-p", "131072", "-L", "SERIES", "-b", series], []),
        ("C-MOVE series", "MB/s", ["move", "-L", "SERIES", "-b", series, "-d", "DEST", "-q", str(MOVE_PORT)], []),
        ("C-MOVE series, 4 associations", "MB/s", ["move", "-n", "4", "-p", "131072", "-L", "SERIES", "-b", series, "-d", "DEST", "-q", str(MOVE_PORT)], []),
    ]
    figures = {}
    for name in ("pacs", "orthanc"):
        server = Server(name)
        try:
            server.store(folders("ct", 0, studies) + folders("mr", 0, 250), 4)
            for title, unit, how, keys in cases:
                values = []
                for _ in range(runs + 1):  # the first warms the page cache and the code
                    out = server.client(*how, "127.0.0.1", str(server.port), "PACS", *keys)
                    if not re.search(r"fail=0\b", out):
                        sys.exit("load: %s: %s failed\n%s" % (name, title, out))
                    values.append(float(re.search(r"total ms: p50 ([\d.]+)" if unit == "p50 ms" else r"MB/s=([\d.]+)", out)[1]))
                figures[title, name] = statistics.median(values[1:])
        finally:
            server.stop()
    print("\n| request | unit | here | Orthanc | times better |")
    print("|---|---|---|---|---|")
    for title, unit, _, _ in cases:
        ours, theirs = figures[title, "pacs"], figures[title, "orthanc"]
        print("| %s | %s | %.2f | %.2f | **%.1f** |" % (title, unit, ours, theirs, theirs / ours if unit == "p50 ms" else ours / theirs))


if options.only != "query":
    measure_store()
if options.only != "store":
    measure_query()
