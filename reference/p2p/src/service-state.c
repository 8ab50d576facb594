#include "service-state.h"

#include "folders.h"
#include "vanishing-file.h"

#define STATE_MAGIC 0x50325031u

static DWORD check_of(const ServiceState *state)
{
    return STATE_MAGIC ^ state->process ^ state->scopes << 20 ^ state->port << 8;
}

static bool process_runs(DWORD process)
{
    HANDLE handle = OpenProcess(SYNCHRONIZE, FALSE, process);
    bool runs = handle && WaitForSingleObject(handle, 0) == WAIT_TIMEOUT;
    if (handle)
        CloseHandle(handle);
    return runs;
}

bool service_state_read(ServiceState *state)
{
    wchar_t path[MAX_PATH];
    DWORD size = 0;
    if (!home_path(path, NULL, L"service.bin"))
        return false;
    ServiceState *read = vanishing_file_read(path, &size);
    bool valid = read && size == sizeof *read && read->check == check_of(read);
    if (valid)
        *state = *read;
    free(read);
    /* The file outlives its service only when the whole system was stopped. */
    if (valid && !process_runs(state->process)) {
        DeleteFileW(path);
        valid = false;
    }
    return valid;
}

HANDLE service_state_create(void)
{
    wchar_t path[MAX_PATH];
    return home_path(path, NULL, L"service.bin") ? vanishing_file_create(path, CREATE_NEW) : INVALID_HANDLE_VALUE;
}

bool service_state_write(HANDLE file, DWORD scopes, USHORT port)
{
    ServiceState state = {GetCurrentProcessId(), scopes, port, 0};
    state.check = check_of(&state);
    return vanishing_file_write(file, &state, sizeof state);
}
