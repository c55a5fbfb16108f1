using Microsoft.AspNetCore.Authentication;

namespace Pacs.DicomWeb.Security;

/// <summary>Options of the scheme.</summary>
internal sealed class ApiKeySchemeOptions : AuthenticationSchemeOptions
{
    public ApiKeyRing Keys { get; set; } = new([]);

    public string Header { get; set; } = "X-Api-Key";

    public DicomWebAuthorizationOptions Authorization { get; set; } = new();
}
