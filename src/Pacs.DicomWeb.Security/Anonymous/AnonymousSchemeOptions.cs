using Microsoft.AspNetCore.Authentication;

namespace Pacs.DicomWeb.Security;

/// <summary>Options of the scheme of those who show nothing.</summary>
internal sealed class AnonymousSchemeOptions : AuthenticationSchemeOptions
{
    public DicomWebSecurityOptions Security { get; set; } = new();
}
