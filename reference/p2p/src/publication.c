#include "publication.h"

static void (*publish)(void);

void publication_initialise(void (*publishes)(void))
{
    publish = publishes;
}

void publication_changed(void)
{
    publish();
}
