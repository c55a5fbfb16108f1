using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pacs.Tool;

/// <summary>A flat JSON object on one line, for machines.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(params (string Name, object? Value)[] members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            foreach ((string name, object? value) in members)
            {
                switch (value)
                {
                    case null: writer.WriteNull(name); break;
                    case bool flag: writer.WriteBoolean(name, flag); break;
                    case int or long: writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                    case double number: writer.WriteNumber(name, number); break;
                    default: writer.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
