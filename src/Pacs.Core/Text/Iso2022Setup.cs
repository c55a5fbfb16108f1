namespace Pacs.Core;

/// <summary>The code elements that are active where a value begins and after each delimiter, and all that a data set declares (PS3.5 §6.1.2.5).</summary>
internal sealed class Iso2022Setup
{
    public Iso2022Setup(IReadOnlyList<CharacterSetTerm> terms)
    {
        // Value 1 should be a single-byte set; where it is not, its G0 is designated by an escape sequence, but writers do leave out that for G1.
        G0 = terms[0].G0 is { IsDoubleByte: false } g0 ? g0 : CodeElements.Ascii;
        G1 = terms[0].G1;
        Declared = [.. new[] { G0, G1 }.Concat(terms.SelectMany(t => new[] { t.G0, t.G1 })).Append(CodeElements.Ascii).OfType<CodeElement>().Distinct()];
        OnlyG1 = Declared.Where(e => e.IsG1).ToList() is [var only] ? only : null;
    }

    /// <summary>Initial G0.</summary>
    public CodeElement G0 { get; }

    /// <summary>Initial G1, or null when value 1 designates none.</summary>
    public CodeElement? G1 { get; }

    /// <summary>All declared sets, those of value 1 first; the default repertoire is always one of them.</summary>
    public IReadOnlyList<CodeElement> Declared { get; }

    /// <summary>The set that bytes with the high bit must mean even without an escape sequence, when only one is declared.</summary>
    public CodeElement? OnlyG1 { get; }

    /// <summary>Whether the sets of value 1 are active again from this character on (PS3.5 §6.1.2.5.3).</summary>
    public static bool IsDelimiter(int c, DicomVR vr) => c switch
    {
        '\t' or '\n' or '\f' or '\r' => true,
        '\\' => vr.IsMultiValuedText(),
        '^' or '=' => vr == DicomVR.PN,
        _ => false,
    };
}
