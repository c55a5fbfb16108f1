using System.Text;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>A condition under construction: text with numbered parameters, and their values. Values never become text.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _parameters = [];

    /// <summary>Values in order: string or long.</summary>
    internal IReadOnlyList<object> Parameters => _parameters;

    internal SqlText Append(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Adds a value and its place holder.</summary>
    internal SqlText Value(object value)
    {
        _parameters.Add(value);
        _text.Append('?').Append(_parameters.Count);
        return this;
    }

    /// <summary>Adds <c>column = value</c>, or for several values a look-up in a list of any length under one statement text; or the opposite of it.</summary>
    internal SqlText IsOneOf(string column, IReadOnlyList<string> values, bool isNot = false)
    {
        if (values.Count == 1) return Append(column).Append(isNot ? " <> " : " = ").Value(values[0]);
        return Append(column).Append(isNot ? " NOT IN" : " IN").Append(" (SELECT value FROM json_each(").Value(JsonArray(values)).Append("))");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    internal static string[] Texts(IReadOnlyList<DicomUid> uids) => [.. uids.Select(u => u.Value).Distinct()];

    // By hand, for a handful of characters, so that no serializer is needed.
    private static string JsonArray(IReadOnlyList<string> values)
    {
        var json = new StringBuilder("[", values.Count * 68);
        foreach (string value in values)
        {
            if (json.Length > 1) json.Append(',');
            json.Append('"');
            foreach (char c in value)
            {
                if (c is '"' or '\\') json.Append('\\').Append(c);
                else if (c < ' ') json.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                else json.Append(c);
            }

            json.Append('"');
        }

        return json.Append(']').ToString();
    }
}
