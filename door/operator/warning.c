#include "door/operator/warning.h"

bool warning_beeper(millis elapsed)
{
    // In thirds of a ms, so that 4.5 a second stays exact; no warning lasts long enough to overflow.
    return elapsed * 3 % BEEP_PERIOD_THIRDS * 2 < BEEP_PERIOD_THIRDS;
}

bool warning_lamp(millis elapsed)
{
    return elapsed / FLASH_HALF % 2 == 0;
}

bool warning_identify_lamp(millis elapsed)
{
    return elapsed < IDENTIFY_LENGTH && elapsed / IDENTIFY_HALF % 2 == 0;
}
