# What only the API says.
api-unauthenticated = The request came without a session
api-unauthenticated-next = Log in at /login and send the session’s cookie; a session ends after 12 hours.
api-method = This address does not take that method
api-method-next = The Allow header names the methods that it takes.
api-parameter = A parameter could not be read
api-parameter-next = Check name, type and bounds in the description at /api/v1/openapi.json.
api-not-a-form-next = Post a form (application/x-www-form-urlencoded) with signed_request, as Meta does.
api-unavailable = The answer can’t be made just now
api-failed = The answer could not be made
advice-connect = Connect a number, or finish registering one that waits.
