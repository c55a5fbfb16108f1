namespace Pacs.DicomWeb;

/// <summary>One entry of an Accept header, or the media type of a Content-Type.</summary>
/// <param name="Type">Lower case, such as <c>multipart/related</c> or <c>image/*</c>.</param>
/// <param name="Parameters">By lower-case name, unquoted.</param>
/// <param name="Quality">0 to 1.</param>
internal sealed record MediaRange(string Type, IReadOnlyDictionary<string, string> Parameters, double Quality)
{
    /// <summary>The media type of the parts of a multipart; null when it is none, or does not say.</summary>
    public string? Inner => IsMultipart && Parameters.TryGetValue("type", out string? type) ? type.ToLowerInvariant() : null;

    /// <summary>The transfer syntax asked for: a UID, an asterisk, or null for the media type's default.</summary>
    public string? TransferSyntax => Parameters.TryGetValue("transfer-syntax", out string? syntax) && syntax.Length > 0 ? syntax : null;

    public bool IsMultipart => Type is "multipart/related" or "multipart/*";

    /// <summary>Whether anything will do.</summary>
    public bool IsAny => Type is "*/*" or "*";

    /// <summary>Whether a single-part body of that type will do.</summary>
    public bool Accepts(string type) => IsAny || Type == type || (Type.EndsWith("/*", StringComparison.Ordinal) && type.AsSpan().StartsWith(Type.AsSpan(0, Type.Length - 1)));

    /// <summary>Whether a multipart of parts of that type will do.</summary>
    public bool AcceptsParts(string type) => IsAny || (IsMultipart && (Inner is null or "*/*" || Inner == type
        || (Inner.EndsWith("/*", StringComparison.Ordinal) && type.AsSpan().StartsWith(Inner.AsSpan(0, Inner.Length - 1)))));
}
