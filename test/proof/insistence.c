// No insistence is ever broken: to come here with a number is an alarm that bears it.
#include "base/insist.h"

_Noreturn void insist_failed(unsigned number)
{
    //@ assert insistence_101: number != 101;
    //@ assert insistence_110: number != 110;
    //@ assert insistence_111: number != 111;
    //@ assert insistence_201: number != 201;
    //@ assert insistence_202: number != 202;
    //@ assert insistence_601: number != 601;
    //@ assert insistence_603: number != 603;
    //@ assert insistence_604: number != 604;
    //@ assert insistence_605: number != 605;
    //@ assert any_other_insistence: \false;
    for (;;) {
        (void)number;
    }
}
