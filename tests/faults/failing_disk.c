/* A disk that fails on demand, put before libc: cc -shared -fPIC -o failing_disk.so failing_disk.c -ldl, then LD_PRELOAD.
 *
 * Counts the calls that touch files below one folder. The step-th and, if it lasts, all later ones fail with an error
 * number, or, where that is below zero, kill the process. Everything the process runs goes through here: Python, its SQLite, and Chroma's Rust with the SQLite in it.
 * Armed by disk_arm(), or from the start by DISK_FOLDER, DISK_STEP, DISK_ERROR, DISK_LASTS and DISK_WRITES.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long step;
long counted;
static int error_number, lasts, only_writes;

void disk_arm(const char *where, long at, int error, int stays, int writes)
{
    counted = 0;
    step = at;
    error_number = error;
    lasts = stays;
    only_writes = writes;
    snprintf(folder, sizeof folder, "%s", where);
}


static long number(const char *name)
{
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *where = getenv("DISK_FOLDER");
    if (where)
        disk_arm(where, number("DISK_STEP"), number("DISK_ERROR"), number("DISK_LASTS"), number("DISK_WRITES"));
}

static int fails(const char *path, int writes)
{
    size_t length = strlen(folder);
    if (!length || !path || strncmp(path, folder, length) || (path[length] && path[length] != '/'))
        return 0;
    if (only_writes && !writes)
        return 0;
    long now = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (!step || !(now == step || (lasts && now > step)))
        return 0;
    if (error_number < 0)
        raise(SIGKILL);
    errno = error_number;
    return 1;
}

/* Apart, because threads with small stacks write too, to pipes and sockets. */
__attribute__((noinline)) static int fails_in(int descriptor, const char *path, int writes)
{
    char link[64], where[PATH_MAX], whole[2 * PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    int kept = errno;
    ssize_t length = readlink(link, where, sizeof where - 1);
    errno = kept;
    if (length < 0)
        return 0;
    where[length] = 0;
    snprintf(whole, sizeof whole, path ? "%s/%s" : "%s", where, path);
    return fails(whole, writes);
}

static int fails_at(int descriptor, const char *path, int writes)
{
    struct stat file;
    if (!*folder)
        return 0;
    if (path && (*path == '/' || descriptor == AT_FDCWD))
        return fails(path, writes);
    int kept = errno, known = fstat(descriptor, &file);
    errno = kept;
    return known || !(S_ISREG(file.st_mode) || S_ISDIR(file.st_mode)) ? 0 : fails_in(descriptor, path, writes);
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

#define WRITES(flags) (((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0)

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(name); \
        MODE(flags) \
        return fails(path, WRITES(flags)) ? -1 : real(path, flags, mode); \
    }

#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) \
    { \
        REAL(name); \
        MODE(flags) \
        return fails_at(at, path, WRITES(flags)) ? -1 : real(at, path, flags, mode); \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

#define CALL(result, name, parameters, arguments, failing) \
    result name parameters \
    { \
        REAL(name); \
        return failing ? -1 : real arguments; \
    }

CALL(ssize_t, write, (int file, const void *data, size_t size), (file, data, size), fails_at(file, 0, 1))
CALL(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at), fails_at(file, 0, 1))
CALL(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at),
     fails_at(file, 0, 1))
CALL(ssize_t, sendfile64, (int to, int from, off64_t *at, size_t size), (to, from, at, size), fails_at(to, 0, 1))
CALL(int, fsync, (int file), (file), fails_at(file, 0, 1))
CALL(int, fdatasync, (int file), (file), fails_at(file, 0, 1))
CALL(int, ftruncate, (int file, off_t size), (file, size), fails_at(file, 0, 1))
CALL(int, ftruncate64, (int file, off64_t size), (file, size), fails_at(file, 0, 1))
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), fails(path, 1))
CALL(int, rmdir, (const char *path), (path), fails(path, 1))
CALL(int, unlink, (const char *path), (path), fails(path, 1))
CALL(int, unlinkat, (int at, const char *path, int flags), (at, path, flags), fails_at(at, path, 1))
CALL(int, rename, (const char *from, const char *to), (from, to), fails(to, 1))
