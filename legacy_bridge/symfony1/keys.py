"""The words symfony 1 keeps its user under, in the session.

Source: sfUser, sfBasicSecurityUser, sfGuardSecurityUser, and the Doctrine admin generator.
"""

LAST_REQUEST = "symfony/user/sfUser/lastRequest"
AUTHENTICATED = "symfony/user/sfUser/authenticated"
CREDENTIALS = "symfony/user/sfUser/credentials"
#: Both the session's key for all attributes and the name of the namespace used by default.
ATTRIBUTES = "symfony/user/sfUser/attributes"
CULTURE = "symfony/user/sfUser/culture"

FLASH = "symfony/user/sfUser/flash"
FLASH_REMOVE = "symfony/user/sfUser/flash/remove"
GUARD = "sfGuardSecurityUser"
ADMIN = "admin_module"
