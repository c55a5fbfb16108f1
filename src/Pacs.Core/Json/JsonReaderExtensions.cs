using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>What <see cref="Utf8JsonReader"/> throws for, as a result.</summary>
internal static class JsonReaderExtensions
{
    /// <summary>The string or name that the reader stands at; false when it has half a surrogate pair, or bytes that are no UTF-8.</summary>
    public static bool TryGetText(this in Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            text = null;
        }

        return text is not null;
    }
}
