using System.Text.Json;
using System.Xml.Linq;

namespace Pacs.DicomWeb;

/// <summary>A WADL document as JSON: an object for each element, with its attributes by name, its children as a list under theirs, and text of its own under <c>text</c>. Neither WADL nor PS3.18 says how.</summary>
internal static class WadlJson
{
    public static void Write(XElement root, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName(root.Name.LocalName);
        WriteElement(root, json);
        json.WriteEndObject();
    }

    private static void WriteElement(XElement element, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (XAttribute attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration)) json.WriteString(attribute.Name.LocalName, attribute.Value);
        if (!element.HasElements && element.Value.Length > 0) json.WriteString("text"u8, element.Value);
        foreach (IGrouping<string, XElement> children in element.Elements().GroupBy(e => e.Name.LocalName))
        {
            json.WriteStartArray(children.Key);
            foreach (XElement child in children) WriteElement(child, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
