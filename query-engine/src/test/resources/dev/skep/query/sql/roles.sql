-- ann may do everything by what everyone has in a new store.
SHOW ROLES;
--| admin
--| public
CREATE ROLE analyst;
CREATE ROLE analyst;
--! Cannot create role analyst: it exists
CREATE ROLE chief;
SHOW ROLES;
--| admin
--| analyst
--| chief
--| public
GRANT ROLE analyst TO USER bob, GROUP staff;
GRANT analyst TO ROLE chief WITH ADMIN OPTION;
GRANT chief TO analyst;
GRANT chief TO ROLE analyst;
--! Cannot grant role chief to role analyst: it would contain itself
GRANT nobody TO bob;
--! Cannot find role nobody: it does not exist
SHOW PRINCIPALS analyst;
--| bob|USER|false|ann|USER|(time)
--| chief|ROLE|true|ann|USER|(time)
--| staff|GROUP|false|ann|USER|(time)
SHOW ROLE GRANT USER bob;
--| analyst|false|(time)|ann
SHOW ROLE GRANT ROLE chief;
--| analyst|true|(time)|ann
SET ROLE analyst;
--! Cannot set role analyst: all roles of a user are always in force; SHOW CURRENT ROLES lists them
SELECT is_member_of('analyst'), is_member_of('ANALYST'), is_member_of('staff'), is_member_of('public'), is_member_of('');
--| false|false|false|true|false
SELECT is_member_of(current_user);
--| false
-- user: bob
SHOW CURRENT ROLES;
--| analyst
--| public
SELECT is_member_of('analyst'), is_member_of('Analyst'), is_member_of('chief');
--| true|true|false
-- user: eve [groups: staff,Other]
SHOW CURRENT ROLES;
--| analyst
--| public
SELECT is_member_of('analyst'), is_member_of('staff'), is_member_of('Staff'), is_member_of('Other');
--| true|true|false|true
-- user: ann
REVOKE ADMIN OPTION FOR analyst FROM ROLE chief;
REVOKE analyst FROM USER bob;
REVOKE analyst FROM USER bob;
--! Cannot revoke role analyst from user bob: it was not given
DROP ROLE analyst;
DROP ROLE analyst;
--! Cannot find role analyst: it does not exist
DROP ROLE IF EXISTS analyst;
DROP ROLE admin;
--! Cannot drop role admin: it always exists
SHOW ROLES;
--| admin
--| chief
--| public
-- user: bob
SHOW CURRENT ROLES;
--| public
