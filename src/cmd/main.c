#include <stdio.h>

int
main(void)
{
    puts("cxbak");
    return 0;
}
