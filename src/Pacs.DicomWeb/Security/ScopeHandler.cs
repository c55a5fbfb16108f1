using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>Decides on <see cref="ScopeRequirement"/>.</summary>
internal sealed class ScopeHandler(DicomWebAuthorizationOptions options) : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (!UserScopes.IsKnown(context.User)) return Task.CompletedTask; // not met: whoever it is has to say so
        string? scope = requirement.Scope;
        if (scope is null)
        {
            if ((context.Resource as HttpContext)?.GetEndpoint()?.Metadata.GetMetadata<DicomWebOperationMetadata>() is not { } operation)
            {
                context.Fail(new AuthorizationFailureReason(this, "The endpoint does not say what it does."));
                return Task.CompletedTask;
            }

            scope = options.ScopeOf(operation.Operation);
        }

        if (scope is null || UserScopes.Has(context.User, scope, options)) context.Succeed(requirement);
        else context.Fail(new AuthorizationFailureReason(this, $"The scope {scope} is needed."));
        return Task.CompletedTask;
    }
}
