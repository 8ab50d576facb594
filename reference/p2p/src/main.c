#include "base.h"

#include "blocks.h"
#include "calls.h"
#include "options.h"
#include "session.h"
#include "transport.h"

/* The process ends: say what was left over. Every other thread is gone by now,
 * perhaps with the lock in its hand. */
static void at_exit(void)
{
    if (!options.exitLeftOverIsViolation || !state_try_lock())
        return;
    session_report_leftover("process exit");
    state_unlock();
}

/* The DLL has threads, and hosts of native code unload libraries while they
 * end: it stays loaded until the process is gone. */
static void stay_loaded(HINSTANCE instance)
{
    HMODULE self;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                       (LPCWSTR)instance, &self);
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved)
{
    (void)reserved;
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        DisableThreadLibraryCalls(instance);
        stay_loaded(instance);
        calls_initialise();
        blocks_initialise();
        transport_initialise();
        options_reset();
        break;
    case DLL_PROCESS_DETACH:
        at_exit();
        break;
    }
    return TRUE;
}
