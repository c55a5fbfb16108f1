using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What a refused request is told: the challenge of the authentication schemes, and the reason as problem details. And the audit entry of it.</summary>
internal sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();
    private readonly AuditBacklog _backlog = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !policy.Requirements.Any(static r => r is ScopeRequirement))
        {
            await _usual.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
            return;
        }

        string reason = authorizeResult.Forbidden
            ? authorizeResult.AuthorizationFailure?.FailureReasons.FirstOrDefault()?.Message ?? "This is not allowed."
            : await AreRefusedAsync(context).ConfigureAwait(false) ? "The credentials were refused." : "Credentials are needed.";
        if (AuditTrail.Of(context, _backlog) is { } trail) await trail.TryRecordAsync(Entry(trail, context, authorizeResult.Forbidden, reason)).ConfigureAwait(false);
        await _usual.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        // A scheme may have answered otherwise, with a page to sign in for instance.
        if (!context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
            await DicomWebProblem.WriteAsync(context, context.Response.StatusCode, reason).ConfigureAwait(false);
    }

    private static async ValueTask<bool> AreRefusedAsync(HttpContext context)
    {
        var schemes = context.RequestServices.GetService<IAuthenticationSchemeProvider>();
        if (schemes is null || await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is null) return false;
        return (await context.AuthenticateAsync().ConfigureAwait(false)).Failure is not null;
    }

    // PS3.15 §A.5.3.12 for who is not known, §A.5.3.11 for who is, and may not.
    private static AuditMessage Entry(AuditTrail trail, HttpContext context, bool isForbidden, string reason)
    {
        CodedConcept id = isForbidden ? AuditEventId.SecurityAlert : AuditEventId.UserAuthentication;
        CodedConcept type = isForbidden ? new CodedConcept("110132", "DCM", "Use of Restricted Function") : new CodedConcept("110122", "DCM", "Login");
        return trail.Message(id, AuditAction.Execute, AuditOutcome.MinorFailure, type, reason,
            // Who did what an alert is about is not its requestor.
            [AuditTrail.User(context, role: null) with { IsRequestor = !isForbidden }, AuditTrail.Server(context, role: null)],
            // Without the query, which may name a patient.
            isForbidden ? [AuditObject.Resource($"{context.Request.PathBase}{context.Request.Path}", "DICOMweb") with { Details = [new("Alert Description", Encoding.UTF8.GetBytes(reason))] }] : []);
    }
}
