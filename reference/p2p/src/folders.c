#include "folders.h"

bool home_path(wchar_t path[MAX_PATH], const wchar_t *folder, const wchar_t *name)
{
    wchar_t home[MAX_PATH];
    DWORD length = GetEnvironmentVariableW(L"REFERENCE_P2P_HOME", home, MAX_PATH);
    if (length == 0 || length >= MAX_PATH)
        return false;
    int written = folder ? swprintf(path, MAX_PATH, L"%ls\\%ls\\%ls", home, folder, name)
                         : swprintf(path, MAX_PATH, L"%ls\\%ls", home, name);
    return written > 0;
}

bool network_path(wchar_t path[MAX_PATH], const wchar_t *name)
{
    wchar_t folder[MAX_PATH];
    DWORD length = GetEnvironmentVariableW(L"REFERENCE_P2P_NETWORK", folder, MAX_PATH);
    return length && length < MAX_PATH && swprintf(path, MAX_PATH, L"%ls\\%ls", folder, name) > 0;
}

bool network_used(void)
{
    wchar_t path[MAX_PATH];
    return network_path(path, L"");
}
