using CsCheck;

namespace Pacs.Core.Tests.Data;

/// <summary>Data sets of every VR, with private blocks and nested sequences, whose values survive being written: no padding that would be lost, no control characters.</summary>
internal static class RandomDatasets
{
    private static readonly Gen<char> Letter = Gen.Frequency((8, Gen.Char['!', '[']), (4, Gen.Char['a', 'z']), (1, Gen.Char['À', 'ÿ']), (1, Gen.Char['Α', 'Ω']), (1, Gen.Char['一', '龥']));
    private static readonly Gen<string> Word = Letter.Array[1, 12].Select(chars => new string(chars));
    private static readonly Gen<string> Text = Gen.Select(Word, Gen.Char["ab\r\n\t \\\"<>&]"].Array[0, 6].Select(chars => new string(chars)), Word).Select((a, b, c) => a + b + c);
    private static readonly Gen<string> NamePart = Letter.Array[1, 6].Select(chars => new string(chars).Replace('^', 'x').Replace('=', 'y'));
    private static readonly Gen<string> Group = NamePart.Array[1, 5].Select(parts => string.Join('^', parts));
    private static readonly Gen<string> Name = Group.Array[1, 3].Select(groups => string.Join('=', groups));
    private static readonly Gen<string> Decimal = Gen.OneOf(Gen.Int[-100000, 100000].Select(i => $"{i}"), Gen.Double[-1e6, 1e6].Select(d => d.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)));

    private static readonly (DicomVR VR, Gen<string> Value)[] Texts =
    [
        (DicomVR.AE, Gen.Const("STORE_SCP")), (DicomVR.AS, Gen.Const("042Y")), (DicomVR.CS, Gen.Const("ABC_1")), (DicomVR.DA, Gen.Const("20240229")),
        (DicomVR.DS, Decimal), (DicomVR.DT, Gen.Const("20240229235959.5+0130")), (DicomVR.IS, Gen.Int.Select(i => $"{i}")), (DicomVR.LO, Word), (DicomVR.LT, Text),
        (DicomVR.PN, Name), (DicomVR.SH, Word), (DicomVR.ST, Text), (DicomVR.TM, Gen.Const("235959.99")), (DicomVR.UC, Word), (DicomVR.UI, Gen.Const("1.2.3")),
        (DicomVR.UR, Gen.Const("https://example.org/a?b=1")), (DicomVR.UT, Text),
    ];

    private static readonly DicomVR[] Binaries =
    [
        DicomVR.AT, DicomVR.FD, DicomVR.FL, DicomVR.OB, DicomVR.OD, DicomVR.OF, DicomVR.OL, DicomVR.OV, DicomVR.OW, DicomVR.SL, DicomVR.SS, DicomVR.SV, DicomVR.UL, DicomVR.UN, DicomVR.US, DicomVR.UV,
    ];

    /// <summary>Data sets nested up to three deep.</summary>
    public static readonly Gen<DicomDataset> Any = Nested(3);

    private static Gen<DicomDataset> Nested(int depth)
    {
        Gen<Action<DicomDataset, DicomTag>> element = depth == 0
            ? Gen.OneOf(TextElement, BinaryElement)
            : Gen.Frequency((4, TextElement), (4, BinaryElement), (1, Nested(depth - 1).Array[0, 3].Select(items => (Action<DicomDataset, DicomTag>)((dataset, tag) => dataset.Set(tag, new DicomSequence(items.Select(i => i.Copy())))))));
        return element.Array[0, 8].Select(elements =>
        {
            var dataset = new DicomDataset();
            dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
            for (int i = 0; i < elements.Length; i++)
            {
                // Standard and private elements in turn, the latter in two blocks.
                bool isPrivate = i % 2 == 1;
                if (isPrivate) dataset.Set(new DicomTag(0x0011, (ushort)(0x10 + i % 4)), DicomVR.LO, $"CREATOR {i % 4}");
                elements[i](dataset, isPrivate ? new DicomTag(0x0011, (ushort)((0x10 + i % 4) << 8 | i)) : new DicomTag(0x0008, (ushort)(0x2000 + i)));
            }

            return dataset;
        });
    }

    private static Gen<Action<DicomDataset, DicomTag>> TextElement =>
        Gen.Int[0, Texts.Length - 1].SelectMany(i => Gen.Select(Gen.Const(Texts[i].VR), Texts[i].VR.IsMultiValuedText() ? Gen.Frequency((1, Gen.Const("")), (6, Texts[i].Value)).Array[0, 4] : Texts[i].Value.Array[0, 1]))
            .Select((vr, values) => (Action<DicomDataset, DicomTag>)((dataset, tag) => dataset.Set(tag, vr, string.Join('\\', values))));

    private static Gen<Action<DicomDataset, DicomTag>> BinaryElement =>
        Gen.Select(Gen.Int[0, Binaries.Length - 1], Gen.Byte.Array[0, 40]).Select((i, bytes) => (Action<DicomDataset, DicomTag>)((dataset, tag) =>
        {
            byte[] value = bytes[..(bytes.Length / 8 * 8)];
            // NaN has many bit patterns, and only one in text.
            if (Binaries[i] is DicomVR.FD or DicomVR.FL) for (int at = 0; at < value.Length; at += 4) value[at + 3] &= 0x3F;
            dataset.SetBytes(tag, Binaries[i], value);
        }));

    /// <summary>The data set as bytes, so that two can be compared.</summary>
    public static byte[] Bytes(DicomDataset dataset)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }
}
