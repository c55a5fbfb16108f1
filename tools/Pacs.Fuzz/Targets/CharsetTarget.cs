using System.Buffers;
using System.Text;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Text in any declared character set: decoded, split, encoded, and decoded the same where nothing was guessed. The first line of an input is Specific Character Set.</summary>
internal sealed class CharsetTarget : IFuzzTarget
{
    private static readonly string[] Terms =
    [
        "", "ISO_IR 100", "ISO_IR 144", "ISO_IR 127", "ISO_IR 126", "ISO_IR 138", "ISO_IR 13", "ISO_IR 166", "ISO_IR 192", "GB18030", "GBK", "\\ISO 2022 IR 87", "\\ISO 2022 IR 149",
        "\\ISO 2022 IR 58", "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159", "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 149\\ISO 2022 IR 87",
    ];

    private static readonly string[] Texts =
    [
        "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B", "\u001b$)C\u00FB\u00F3^\u001b$)C\u00D1\u00CE\\x", "J\u00E9r\u00F4me=\u001b-L\u00BB\u00EE\u001b-A=\u00E9\r\n\t",
        "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3=\u001b$B;3ED\u001b(J\\~", "\u0095\u005C^\u00CD\u00F5\u0081\u0030\u0081\u0030", "\u001b$(D0!\u001b(B\u001b$)A\u00D5\u00C5",
    ];

    private static readonly DicomVR[] VRs = [DicomVR.PN, DicomVR.LO, DicomVR.UT, DicomVR.UC];

    public string Name => "charset";

    public IEnumerable<byte[]> Seeds(string corpus) => Terms.SelectMany(terms => Texts.Select(text => Encoding.Latin1.GetBytes($"{terms}\n{text}")));

    public long AllocationLimit(int length) => (1L << 20) + (100L * length);

    public void Run(byte[] input)
    {
        int end = input.AsSpan().IndexOf((byte)'\n');
        if (end < 0) return;
        SpecificCharacterSet set = SpecificCharacterSet.Parse(Encoding.Latin1.GetString(input, 0, end).Split('\\'));
        DicomVR vr = VRs[input.Length % VRs.Length];
        ReadOnlySpan<byte> bytes = input.AsSpan(end + 1);
        string text = set.Decode(bytes, vr, out bool isExact);
        set.DecodeValues(bytes, vr);
        _ = PersonName.Parse(text).ToComparable(ignoreAccents: true);
        var output = new ArrayBufferWriter<byte>(64);
        set.Encode(text, vr, output, EncodingFallback.Replace);
        if (!isExact || !set.CanEncode(text, vr)) return;
        if (set.Decode(output.WrittenSpan, vr) is var again && again != text) throw new InvalidOperationException($"'{text}' became '{again}'.");
    }
}
