/* Defines the ids that p2p.h declares. */
#define INITGUID
#include "base.h"
