using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>How the values of a search's parameters are to be read (PS3.18 §8.3.4.2 to §8.3.4.4).</summary>
/// <exception cref="DicomWebException">A parameter is neither true nor false.</exception>
internal sealed class MatchingRules(IQueryCollection parameters)
{
    /// <summary>Person names match without regard to accents, and words by their beginnings.</summary>
    public bool IsFuzzy { get; } = IsTrue(parameters, "fuzzymatching");

    /// <summary>Two quotation marks match an attribute without a value (PS3.4 §C.2.2.2.7).</summary>
    public bool MatchesEmpty { get; } = IsTrue(parameters, "emptyvaluematching");

    /// <summary>Of values parted by commas or backslashes an attribute that can have several must have each (PS3.4 §C.2.2.2.8); one that has a single value must have any, which is ours.</summary>
    public bool MatchesSeveral { get; } = IsTrue(parameters, "multiplevaluematching");

    /// <summary>Adds a key to a query.</summary>
    /// <exception cref="DicomDataException">The value is none of the attribute's VR.</exception>
    public DicomQuery AddTo(DicomQuery query, DicomTag tag, string value)
    {
        if (value != "\"\"")
        {
            foreach (string each in MatchesSeveral && CanHaveSeveral(tag) ? Split(value) : [value]) query = query.Match(tag, Prepare(tag, each));
            return query;
        }

        return MatchesEmpty ? query.Match(new EmptyQueryKey(tag)) : query.Match(new TextQueryKey(tag, [value]));
    }

    /// <summary>The value as an identifier would have it.</summary>
    public string Prepare(DicomTag tag, string value)
    {
        DicomVR vr = DicomDictionary.TryGetVR(tag, out DicomVR known) ? known : DicomVR.UN;
        // A list of UIDs is parted by commas in a URL (PS3.18 §8.3.4.1), by backslashes in an identifier.
        if (vr == DicomVR.UI || (MatchesSeveral && vr is not (DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR))) value = value.Replace(',', '\\');
        if (IsFuzzy && vr == DicomVR.PN) value = FuzzyName.Pattern(value);
        return value;
    }

    // The VRs of PS3.4 §C.2.2.2.8.
    private static bool CanHaveSeveral(DicomTag tag) => DicomDictionary.Find(tag) is { VM.IsMultiple: true } entry
        && entry.VR is (DicomVR.AE or DicomVR.AS or DicomVR.AT or DicomVR.CS or DicomVR.LO or DicomVR.PN or DicomVR.SH or DicomVR.UC);

    private static string[] Split(string value) => value.Split([',', '\\'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } values ? values : [value];

    // A parameter that is known and has a value that is none is 400 (PS3.18 §8.3).
    private static bool IsTrue(IQueryCollection parameters, string name) => parameters[name].ToString().ToLowerInvariant() switch
    {
        "true" => true,
        "false" or "" => false,
        _ => throw new DicomWebException(StatusCodes.Status400BadRequest, $"{name} is true or false."),
    };
}
