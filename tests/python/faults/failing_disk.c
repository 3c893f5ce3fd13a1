/* A disk that fails, for LD_PRELOAD: calls on files under FAIL_UNDER fail with FAIL_ERRNO.
   FAIL_CALLS names them: "write" (write, pwrite, ftruncate, fallocate), "fsync" or "change"
   (whatever creates, renames or removes). The first FAIL_AFTER of them go through, then FAIL_COUNT
   fail (0: all), counted within the process. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long seen = 0;

static int fails(const char *kind, const char *path) {
    const char *calls = getenv("FAIL_CALLS"), *under = getenv("FAIL_UNDER");
    if (!calls || !under || !path || strcmp(calls, kind) || strncmp(path, under, strlen(under)))
        return 0;
    long number = __sync_add_and_fetch(&seen, 1);
    long after = atol(getenv("FAIL_AFTER")), count = atol(getenv("FAIL_COUNT"));
    if (number <= after || (count && number > after + count)) return 0;
    errno = atoi(getenv("FAIL_ERRNO"));
    return 1;
}

static int fails_at(const char *kind, int descriptor) {
    if (!getenv("FAIL_CALLS")) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(kind, path);
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *b, size_t n) { return fails_at("write", fd) ? -1 : REAL(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return fails_at("write", fd) ? -1 : REAL(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return fails_at("write", fd) ? -1 : REAL(pwrite64)(fd, b, n, o); }
int ftruncate(int fd, off_t n) { return fails_at("write", fd) ? -1 : REAL(ftruncate)(fd, n); }
int ftruncate64(int fd, off64_t n) { return fails_at("write", fd) ? -1 : REAL(ftruncate64)(fd, n); }
ssize_t sendfile(int out, int in, off_t *o, size_t n);
ssize_t sendfile64(int out, int in, off64_t *o, size_t n) {
    static ssize_t (*real)(int, int, off64_t *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "sendfile64");
    return fails_at("write", out) ? -1 : real(out, in, o, n);
}
ssize_t sendfile(int out, int in, off_t *o, size_t n) { return sendfile64(out, in, (off64_t *)o, n); }
int fsync(int fd) { return fails_at("fsync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails_at("fsync", fd) ? -1 : REAL(fdatasync)(fd); }
int rename(const char *from, const char *to) { return fails("change", to) ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return fails("change", path) ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return fails("change", path) ? -1 : REAL(mkdir)(path, mode); }

static int writes(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0; }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & O_CREAT) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        if (writes(flags) && fails("change", path)) return -1; \
        return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
