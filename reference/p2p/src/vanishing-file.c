#include "vanishing-file.h"

HANDLE vanishing_file_create(const wchar_t *path, DWORD disposition)
{
    return CreateFileW(path, GENERIC_WRITE | DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       NULL, disposition, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_DELETE_ON_CLOSE, NULL);
}

bool vanishing_file_write(HANDLE file, const void *bytes, size_t size)
{
    DWORD written;
    return SetFilePointer(file, 0, NULL, FILE_BEGIN) == 0 &&
           WriteFile(file, bytes, (DWORD)size, &written, NULL) && written == size && SetEndOfFile(file);
}

void *vanishing_file_read(const wchar_t *path, DWORD *size)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    *size = GetFileSize(file, NULL);
    void *bytes = *size && *size != INVALID_FILE_SIZE ? malloc(*size) : NULL;
    DWORD bytes_read;
    bool done = bytes && ReadFile(file, bytes, *size, &bytes_read, NULL) && bytes_read == *size;
    CloseHandle(file);
    if (done)
        return bytes;
    free(bytes);
    return NULL;
}
