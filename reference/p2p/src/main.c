#include "base.h"

#include "blocks.h"
#include "calls.h"
#include "options.h"
#include "lifecycle.h"
#include "transport.h"

/* Reports the left-over resources when the process ends. All other threads have
 * ended by then, and one of them may have held the lock. */
static void at_exit(void)
{
    if (!options.exitLeftOverIsViolation || !state_try_lock())
        return;
    lifecycle_report_leftover("process exit");
    state_unlock();
}

/* Keeps the DLL loaded until the process has ended: it has threads, and runtimes
 * unload libraries before they end. */
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
