/*
 * The self-test of the reference P2P.dll. It exits with 1 when a case fails.
 *
 *   self-test.exe [folder]
 *
 * The cases with two processes keep their files in `folder`. Without it these
 * cases are left out, and the last line says so.
 */
#include "check.h"

int wmain(int argc, wchar_t **argv)
{
    if (argc > 2)
        return play_role(argc, argv);
    test_in_process();
    test_invitations();
    test_strictness();
    if (argc == 2) {
        SetEnvironmentVariableW(L"SELF_TEST_FOLDER", argv[1]);
        test_two_processes();
    } else {
        printf("no folder given: the cases with two processes were left out\n");
    }
    printf("%d passed, %d failed\n", cases_passed(), cases_failed());
    return cases_failed() ? 1 : 0;
}
