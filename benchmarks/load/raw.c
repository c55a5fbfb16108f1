// raw: what TCP and an HTTP client take at most on this machine. Answers every request with the same bytes from memory, by a thread for each connection, and does nothing else.
//   gcc -O2 -Wall -pthread -o raw raw.c
//   raw PORT LENGTH
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *answer;
static size_t length;

static void *serve(void *state) {
  int fd = (int)(long)state, matched = 0;
  char buffer[4096];
  ssize_t count;
  while ((count = read(fd, buffer, sizeof buffer)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      matched = buffer[i] == "\r\n\r\n"[matched] ? matched + 1 : buffer[i] == '\r';
      if (matched < 4) continue;
      matched = 0;
      for (size_t sent = 0; sent < length;) {
        ssize_t n = write(fd, answer + sent, length - sent);
        if (n <= 0) { close(fd); return NULL; }
        sent += n;
      }
    }
  }
  close(fd);
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 3) { fprintf(stderr, "raw PORT LENGTH\n"); return 2; }
  signal(SIGPIPE, SIG_IGN);
  size_t body = strtoul(arguments[2], NULL, 10);
  answer = malloc(body + 256);
  int head = sprintf(answer, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %zu\r\n\r\n", body);
  memset(answer + head, 'x', body);
  length = head + body;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) { perror("raw"); return 1; }
  for (;;) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void *)(long)fd)) close(fd);
    else pthread_detach(thread);
  }
}
