namespace Pacs.Core;

/// <summary>Person names (PN) and resource identifiers (UR) of a data set.</summary>
public static class DicomNames
{
    /// <summary>The name at <paramref name="index"/>; null when absent or empty. Reading a name never fails: see <see cref="PersonName"/>.</summary>
    public static PersonName? GetPersonName(this DicomDataset dataset, DicomTag tag, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        IReadOnlyList<string> values = dataset.GetStrings(tag);
        return index >= 0 && index < values.Count && PersonName.Parse(values[index]) is { IsEmpty: false } name ? name : null;
    }

    /// <summary>All names in order, empty ones too; empty when absent.</summary>
    public static IReadOnlyList<PersonName> GetPersonNames(this DicomDataset dataset, DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. dataset.GetStrings(tag).Select(static text => PersonName.Parse(text))];
    }

    /// <summary>Sets names (PN).</summary>
    public static void SetPersonName(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<PersonName> values)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = values[i].ToString();
        dataset.Set(tag, dataset.VRToSet(tag, DicomVR.PN), string.Join('\\', texts));
    }

    /// <summary>The URI of a UR element; null when absent or no URI (RFC 3986), absolute or relative.</summary>
    public static Uri? GetUri(this DicomDataset dataset, DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.GetString(tag) is { } text && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri) ? uri : null;
    }
}
