/* The process of the reference service. Its code is in P2P.dll. */
#include "../include/reference-p2p.h"

int WINAPI WinMain(HINSTANCE instance, HINSTANCE previous, LPSTR line, int show)
{
    (void)instance, (void)previous, (void)line, (void)show;
    return (int)ReferenceP2PRunService();
}
