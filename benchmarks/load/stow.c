// stow: sends files by STOW-RS (PS3.18 §10.5), some to a request (one if not said), over connections that stay open.
//   gcc -O2 -Wall -pthread -o stow stow.c
//   stow HOST PORT PATH CONNECTIONS FOLDER [FILES-A-REQUEST]
// Files are mapped beforehand and go out with writev, so that the client costs one copy by the system for each byte, as a raw C-STORE sender does,
// and the figures are the server's. Prints images a second, the answers that were not 200, and the client's own CPU.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ftw.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef struct { char *bytes; size_t length; } file;
static file files[1 << 16];
static int count, connections, parts = 1;
static long bad;
static double latency[1 << 16];
static struct sockaddr_in address;
static char path[1024];
static pthread_barrier_t barrier;

static void die(const char *what) { perror(what); exit(2); }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
static double cpu(void) { struct rusage r; getrusage(RUSAGE_SELF, &r); return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6; }
static int compare(const void *a, const void *b) { double x = *(const double *)a, y = *(const double *)b; return (x > y) - (x < y); }

static int map(const char *name, const struct stat *s, int kind) {
  if (kind != FTW_F || count == 1 << 16) return 0;
  int fd = open(name, O_RDONLY);
  if (fd < 0) die(name);
  char *bytes = mmap(NULL, s->st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  if (bytes == MAP_FAILED) die(name);
  close(fd);
  files[count++] = (file){bytes, s->st_size};
  return 0;
}

static void send_all(int fd, struct iovec *v, int n) {
  while (n) {
    ssize_t sent = writev(fd, v, n);
    if (sent < 0) die("writev");
    while (n && (size_t)sent >= v->iov_len) sent -= v->iov_len, v++, n--;
    if (n) v->iov_base = (char *)v->iov_base + sent, v->iov_len -= sent;
  }
}

// Reads until the answer is whole: by its Content-Length, or its last chunk. Answers have a few hundred bytes a file.
static int receive(int fd) {
  static _Thread_local char buffer[1 << 20];
  size_t length = 0;
  for (;;) {
    if (length == sizeof buffer - 1) { fprintf(stderr, "stow: the answer is too long\n"); exit(2); }
    ssize_t n = read(fd, buffer + length, sizeof buffer - 1 - length);
    if (n <= 0) die("read");
    buffer[length += n] = 0;
    char *end = strstr(buffer, "\r\n\r\n"), *stated = strcasestr(buffer, "\r\nContent-Length:");
    if (!end) continue;
    size_t head = end + 4 - buffer;
    if (stated && stated < end ? length >= head + strtoul(stated + 17, NULL, 10) : length >= head + 5 && !memcmp(buffer + length - 5, "0\r\n\r\n", 5)) break;
  }
  return atoi(buffer + 9);
}

static void *run(void *argument) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  static const char before[] = "--bEnCh\r\nContent-Type: application/dicom\r\n\r\n", between[] = "\r\n", after[] = "--bEnCh--\r\n";
  struct iovec *pieces = malloc((3 * parts + 2) * sizeof *pieces);
  pthread_barrier_wait(&barrier);
  for (int i = (int)(long)argument * parts; i < count; i += connections * parts) {
    char head[2048];
    int n = 1, last = i + parts < count ? i + parts : count;
    size_t body = sizeof after - 1;
    for (int f = i; f < last; f++) {
      pieces[n++] = (struct iovec){(char *)before, sizeof before - 1};
      pieces[n++] = (struct iovec){files[f].bytes, files[f].length};
      pieces[n++] = (struct iovec){(char *)between, sizeof between - 1};
      body += sizeof before - 1 + files[f].length + sizeof between - 1;
    }
    pieces[n++] = (struct iovec){(char *)after, sizeof after - 1};
    int length = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: application/dicom+json\r\n"
      "Content-Type: multipart/related; type=\"application/dicom\"; boundary=bEnCh\r\nContent-Length: %zu\r\n\r\n",
      path, inet_ntoa(address.sin_addr), ntohs(address.sin_port), body);
    pieces[0] = (struct iovec){head, length};
    double started = now();
    send_all(fd, pieces, n);
    if (receive(fd) != 200) __sync_fetch_and_add(&bad, 1);
    latency[i] = now() - started;
  }
  pthread_barrier_wait(&barrier);
  close(fd);
  return NULL;
}

int main(int n, char **argument) {
  if (n != 6 && n != 7) { fprintf(stderr, "stow HOST PORT PATH CONNECTIONS FOLDER [FILES-A-REQUEST]\n"); return 2; }
  if (n == 7) parts = atoi(argument[6]);
  address.sin_family = AF_INET;
  address.sin_port = htons(atoi(argument[2]));
  if (inet_pton(AF_INET, argument[1], &address.sin_addr) != 1) { fprintf(stderr, "stow: no IPv4 address: %s\n", argument[1]); return 2; }
  snprintf(path, sizeof path, "%s", argument[3]);
  connections = atoi(argument[4]);
  if (connections < 1 || connections > 256 || parts < 1 || parts > 300 || ftw(argument[5], map, 16) || !count) { fprintf(stderr, "stow: nothing to send\n"); return 2; }
  pthread_barrier_init(&barrier, NULL, connections + 1);
  pthread_t threads[256];
  for (long i = 0; i < connections; i++) pthread_create(&threads[i], NULL, run, (void *)i);
  pthread_barrier_wait(&barrier);
  double started = now(), used = cpu();
  pthread_barrier_wait(&barrier);
  double seconds = now() - started, spent = cpu() - used;
  for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
  int requests = 0;
  for (int i = 0; i < count; i += parts) latency[requests++] = latency[i];
  qsort(latency, requests, sizeof *latency, compare);
  printf("stow n=%d connections=%d per_request=%d t=%.3fs img/s=%.1f p50=%.2fms p99=%.2fms client_cpu=%.2fs bad=%ld\n",
    count, connections, parts, seconds, count / seconds, latency[requests / 2] * 1e3, latency[requests * 99 / 100] * 1e3, spent, bad);
  return bad != 0;
}
