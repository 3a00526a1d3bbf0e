#include "door/guard/powers.h"

#include "door/guard/calendar.h"

bool powers_commands(const struct roster_entry *entry)
{
    switch ((enum role)entry->role) {
    case ROLE_OWNER:
    case ROLE_MEMBER:
    case ROLE_GUEST:
    case ROLE_AUTOMATION:
    case ROLE_STOP_ONLY:
        return true;
    case ROLE_TIMEKEEPER:
    case ROLE_ADMIN:
        break;
    }
    return false;
}

bool powers_any(const struct roster_entry *entry, uint8_t policy)
{
    switch ((enum role)entry->role) {
    case ROLE_OWNER:
    case ROLE_MEMBER:
    case ROLE_STOP_ONLY:
        return true;
    case ROLE_GUEST:
        return entry->uses != 0 || calendar_has_window(entry);
    case ROLE_AUTOMATION:
        return (policy & POLICY_AUTOMATION) != 0;
    case ROLE_TIMEKEEPER:
    case ROLE_ADMIN:
        break;
    }
    return false;
}

bool powers_is_opening(uint8_t action)
{
    return action == ACTION_OPEN || action == ACTION_VENT;
}

static bool may_move(const struct roster_entry *entry, uint8_t action)
{
    if (entry->role == ROLE_STOP_ONLY) {
        return false;
    }
    if (entry->role == ROLE_AUTOMATION && powers_is_opening(action)) {
        return (entry->flags & ENTRY_AUTOMATION_MAY_OPEN) != 0;
    }
    return true;
}

static bool may_identify(const struct roster_entry *entry)
{
    return entry->role == ROLE_OWNER || entry->role == ROLE_MEMBER || entry->role == ROLE_GUEST;
}

// An owner sets and lifts the vacation lock; automation may set it only.
static bool may_lock(const struct roster_entry *entry, uint8_t argument)
{
    return (entry->role == ROLE_OWNER && argument <= 1) ||
           (entry->role == ROLE_AUTOMATION && argument == 1);
}

bool powers_may(const struct roster_entry *entry, uint8_t policy, uint8_t action, uint8_t argument)
{
    if (!powers_any(entry, policy)) {
        return false;
    }
    switch ((enum action)action) {
    case ACTION_STOP:
        return true;
    case ACTION_OPEN:
    case ACTION_CLOSE:
    case ACTION_VENT:
        return may_move(entry, action);
    case ACTION_IDENTIFY:
        return may_identify(entry);
    case ACTION_LOCK:
        return may_lock(entry, argument);
    }
    return false; // 7 to 31 are reserved
}
