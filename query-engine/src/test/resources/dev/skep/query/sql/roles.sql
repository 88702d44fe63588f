-- ann may do everything by what everyone has in a new store.
SHOW ROLES;
CREATE ROLE analyst;
CREATE ROLE analyst;
CREATE ROLE chief;
SHOW ROLES;
GRANT ROLE analyst TO USER bob, GROUP staff;
GRANT analyst TO ROLE chief WITH ADMIN OPTION;
GRANT chief TO analyst;
GRANT chief TO ROLE analyst;
GRANT nobody TO bob;
SHOW PRINCIPALS analyst;
SHOW ROLE GRANT USER bob;
SHOW ROLE GRANT ROLE chief;
SET ROLE analyst;
SELECT is_member_of('analyst'), is_member_of('ANALYST'), is_member_of('staff'), is_member_of('public'), is_member_of('');
SELECT is_member_of(current_user);
-- user: bob
SHOW CURRENT ROLES;
SELECT is_member_of('analyst'), is_member_of('Analyst'), is_member_of('chief');
-- user: eve [groups: staff,Other]
SHOW CURRENT ROLES;
SELECT is_member_of('analyst'), is_member_of('staff'), is_member_of('Staff'), is_member_of('Other');
-- user: ann
REVOKE ADMIN OPTION FOR analyst FROM ROLE chief;
REVOKE analyst FROM USER bob;
REVOKE analyst FROM USER bob;
DROP ROLE analyst;
DROP ROLE analyst;
DROP ROLE IF EXISTS analyst;
DROP ROLE admin;
SHOW ROLES;
-- user: bob
SHOW CURRENT ROLES;
