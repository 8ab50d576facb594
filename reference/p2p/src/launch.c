#include "launch.h"

#include "blocks.h"
#include "calls.h"
#include "folders.h"
#include "options.h"
#include "store.h"

#define LAUNCH_VARIABLE L"REFERENCE_P2P_LAUNCH"

static PEER_APP_LAUNCH_INFO *given;

HRESULT launch_info_set(const PEER_APP_LAUNCH_INFO *info)
{
    PEER_APP_LAUNCH_INFO *copy = info ? shape_clone(&shape_launch_info, info) : NULL;
    if (info && !copy)
        return E_OUTOFMEMORY;
    free(given);
    given = copy;
    return S_OK;
}

static HRESULT get_launch_info(const char *owner, PEER_APP_LAUNCH_INFO **info)
{
    wchar_t path[MAX_PATH];
    PEER_APP_LAUNCH_INFO *read = NULL;
    const PEER_APP_LAUNCH_INFO *found = given;
    if (!found && GetEnvironmentVariableW(LAUNCH_VARIABLE, path, MAX_PATH))
        found = read = file_read(path, &shape_launch_info);
    if (!found)
        return PEER_E_NOT_FOUND;
    *info = block_copy(&shape_launch_info, found, owner);
    free(read);
    return *info ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI PeerCollabGetAppLaunchInfo(PPEER_APP_LAUNCH_INFO *ppLaunchInfo)
{
    Call call;
    HRESULT hr = call_enter(&call, FN_PeerCollabGetAppLaunchInfo, NEEDS_STARTUP);
    if (ppLaunchInfo)
        *ppLaunchInfo = out_unset();
    if (SUCCEEDED(hr))
        hr = ppLaunchInfo ? get_launch_info(call.name, ppLaunchInfo) : E_INVALIDARG;
    return call_leave(&call, hr);
}

/* The files of one launch: `<home>\launch-<service>-<number>.<ending>`. */
static bool launch_path(wchar_t path[MAX_PATH], ULONG number, const wchar_t *ending)
{
    wchar_t name[64];
    swprintf(name, COUNT_OF(name), L"launch-%lu-%lu.%ls", GetCurrentProcessId(), number, ending);
    return home_path(path, NULL, name);
}

static HANDLE open_inherited(const wchar_t *path, DWORD access, DWORD disposition)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &inherited,
                       disposition, FILE_ATTRIBUTE_NORMAL, NULL);
}

static bool start_program(const wchar_t *program, wchar_t *line, const wchar_t *log, DWORD *process)
{
    HANDLE output = open_inherited(log, GENERIC_WRITE, CREATE_ALWAYS);
    HANDLE input = open_inherited(L"NUL", GENERIC_READ, OPEN_EXISTING);
    STARTUPINFOW startup = {.cb = sizeof startup,
                            .dwFlags = STARTF_USESTDHANDLES,
                            .hStdInput = input,
                            .hStdOutput = output,
                            .hStdError = output};
    PROCESS_INFORMATION started;
    bool done = CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &started);
    DWORD error = GetLastError();
    CloseHandle(output);
    CloseHandle(input);
    SetLastError(error);
    if (!done)
        return false;
    *process = started.dwProcessId;
    CloseHandle(started.hThread);
    CloseHandle(started.hProcess);
    return true;
}

bool launch_program(const PEER_APPLICATION_REGISTRATION_INFO *application, const PEER_APP_LAUNCH_INFO *info,
                    DWORD *process)
{
    static ULONG number;
    wchar_t file[MAX_PATH], log[MAX_PATH], program[MAX_PATH];
    DWORD length = ExpandEnvironmentStringsW(application->pwzApplicationToLaunch, program, MAX_PATH);
    number++;
    if (!length || length > MAX_PATH || !launch_path(file, number, L"bin") ||
        !launch_path(log, number, L"log") || !file_write(file, &shape_launch_info, info))
        return false;
    const wchar_t *arguments = application->pwzApplicationArguments;
    size_t size = wcslen(program) + (arguments ? wcslen(arguments) : 0) + 8;
    wchar_t *line = calloc(size, sizeof *line);
    if (!line)
        return false;
    swprintf(line, size, L"\"%ls\"%ls%ls", program, arguments ? L" " : L"", arguments ? arguments : L"");
    /* The program inherits the environment, so the variable is set only during the start. */
    SetEnvironmentVariableW(LAUNCH_VARIABLE, file);
    bool done = start_program(program, line, log, process);
    DWORD error = GetLastError();
    SetEnvironmentVariableW(LAUNCH_VARIABLE, NULL);
    free(line);
    SetLastError(error);
    return done;
}
