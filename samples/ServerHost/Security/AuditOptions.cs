namespace Pacs.ServerHost;

/// <summary>The section Audit of the configuration.</summary>
internal sealed class AuditOptions
{
    /// <summary>Whether accesses are audited.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether what cannot be audited is refused (DICOMweb).</summary>
    public bool Required { get; set; }

    /// <summary>Folder of the files; null for <c>audit</c> in the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Name of the site in the entries, or null.</summary>
    public string? Site { get; set; }

    /// <exception cref="InvalidOperationException">A name in the section is not known.</exception>
    public static AuditOptions Read(IConfiguration configuration)
    {
        var options = new AuditOptions();
        configuration.GetSection("Audit").Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        return options;
    }
}
