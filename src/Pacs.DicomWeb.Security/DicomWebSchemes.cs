namespace Pacs.DicomWeb.Security;

/// <summary>Names of the authentication schemes.</summary>
public static class DicomWebSchemes
{
    /// <summary>The default scheme: it takes the scheme of the credentials that a request has.</summary>
    public const string ByCredentials = "DicomWeb";

    /// <summary>Bearer tokens.</summary>
    public const string Bearer = "Bearer";

    /// <summary>API keys.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>Client certificates.</summary>
    public const string Certificate = "Certificate";

    /// <summary>No credentials.</summary>
    public const string Anonymous = "Anonymous";
}
