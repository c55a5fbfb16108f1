using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb.Security;

/// <summary>Whether a request comes from this machine, and means it.</summary>
internal static class LocalRequest
{
    // A proxy on this machine connects from loopback for clients that are anywhere.
    private static readonly string[] OfProxies = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    public static bool Is(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)) return false;
        foreach (string header in OfProxies)
            if (context.Request.Headers.ContainsKey(header)) return false;
        return IsLoopbackName(context.Request.Host.Host);
    }

    // A page elsewhere whose name an attacker lets point to 127.0.0.1 sends that name: it is not taken (DNS rebinding).
    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address);
}
