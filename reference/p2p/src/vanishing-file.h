/* Files that the system deletes when their process ends or is killed. */
#pragma once

#include "base.h"

/* Returns INVALID_HANDLE_VALUE after a failure. `disposition` is that of CreateFileW. */
HANDLE vanishing_file_create(const wchar_t *path, DWORD disposition);
/* Replaces the content. */
bool vanishing_file_write(HANDLE file, const void *bytes, size_t size);
/* Reads the whole file. Release it with free(). Returns NULL when there is no file. */
void *vanishing_file_read(const wchar_t *path, DWORD *size);
