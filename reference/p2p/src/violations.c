#include "violations.h"

#include <stdarg.h>

enum { LINE_SIZE = 400, KEPT_LINES = 4096 };

/* The ring has a lock of its own, because any code may find a violation. */
static SRWLOCK guard = SRWLOCK_INIT;
static char *lines[KEPT_LINES];
static ULONG first, kept, total;

static void append_to_file(const char *line)
{
    wchar_t path[MAX_PATH];
    DWORD length = GetEnvironmentVariableW(L"REFERENCE_P2P_VIOLATIONS", path, MAX_PATH);
    if (length == 0 || length >= MAX_PATH)
        return;
    HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return;
    char entry[LINE_SIZE + 32];
    int size = snprintf(entry, sizeof entry, "process %lu: %s\r\n", GetCurrentProcessId(), line);
    DWORD written;
    WriteFile(file, entry, (DWORD)size, &written, NULL);
    CloseHandle(file);
}

void violation(const char *format, ...)
{
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);

    AcquireSRWLockExclusive(&guard);
    total++;
    if (kept < KEPT_LINES) {
        char *copy = _strdup(line);
        if (copy)
            lines[(first + kept++) % KEPT_LINES] = copy;
    }
    append_to_file(line);
    ReleaseSRWLockExclusive(&guard);
}

ULONG violations_total(void)
{
    return total;
}

ULONG violations_next(char *text, ULONG capacity)
{
    ULONG length = 0;
    AcquireSRWLockExclusive(&guard);
    if (kept && capacity) {
        char *line = lines[first];
        first = (first + 1) % KEPT_LINES;
        kept--;
        length = (ULONG)strlen(line);
        if (length >= capacity)
            length = capacity - 1;
        memcpy(text, line, length);
        text[length] = 0;
        free(line);
    }
    ReleaseSRWLockExclusive(&guard);
    return length;
}

void violations_clear(void)
{
    char line[LINE_SIZE];
    while (violations_next(line, sizeof line)) {
    }
    total = 0;
}
