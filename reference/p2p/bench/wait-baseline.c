/*
 * Prints the baseline of the benchmark for each given count: the time from the
 * first SetEvent to the last callback of RegisterWaitForSingleObject.
 *
 *   wait-baseline.exe 1 1000 20000
 */
#include <stdio.h>
#include <stdlib.h>

#include "../include/reference-p2p.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        ULONG count = strtoul(argv[i], NULL, 10);
        ULONGLONG elapsed = ReferenceP2PWaitBaseline(count, 0);
        if (!elapsed) {
            printf("%lu failed\n", count);
            return 1;
        }
        printf("%lu events: %.3f ms, %.2f us each\n", count, (double)elapsed / 1e6,
               (double)elapsed / 1e3 / (double)count);
    }
    return argc > 1 ? 0 : 2;
}
