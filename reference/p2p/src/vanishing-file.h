/* A file that the system deletes when the process that made it ends, in whatever way. */
#pragma once

#include "base.h"

/* INVALID_HANDLE_VALUE when it cannot be made. `disposition` is that of CreateFileW. */
HANDLE vanishing_file_create(const wchar_t *path, DWORD disposition);
/* Replaces the content. */
bool vanishing_file_write(HANDLE file, const void *bytes, size_t size);
/* The whole file; release with free(). NULL when there is none. */
void *vanishing_file_read(const wchar_t *path, DWORD *size);
