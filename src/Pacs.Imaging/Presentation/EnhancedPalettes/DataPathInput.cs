using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The input that a frame gives to a palette: its values, through a window where there is one, cut to their highest bits (PS3.3 §C.7.6.23.3).</summary>
internal sealed class DataPathInput
{
    private readonly PixelFrame _frame;
    private readonly StoredCode _code;
    private readonly ushort[] _inputs;

    private DataPathInput(PixelFrame frame, StoredCode code, ushort[] inputs, int bits) => (_frame, _code, _inputs, Bits) = (frame, code, inputs, bits);

    /// <summary>How many bits the input has.</summary>
    public int Bits { get; }

    /// <summary>Whether pixels can be inputs: integers of whole bytes, of up to 16 bits.</summary>
    public static bool CanUse(PixelLayout layout) => layout is { SamplesPerPixel: 1, Format: SampleFormat.Integer, BitsAllocated: 8 or 16 };

    public static DataPathInput Of(PixelFrame frame, DataPathAssignment assignment, ModalityTransform modality, int maxBits)
    {
        StoredCode code = StoredCode.Of(frame.Layout);
        int stored = frame.Layout.BitsStored, bits = Math.Min(Math.Min(assignment.BitsMapped ?? stored, stored), maxBits);
        // A table answers for each value that the pixels can have.
        ushort[] inputs = new ushort[code.Count];
        for (uint i = 0; i < inputs.Length; i++)
        {
            double value = modality.Apply(code.ValueOf(i));
            inputs[i] = assignment.VoiTable is { } table ? Scale(table.Apply(value))
                : assignment.Window is { } window ? Scale(window.Apply(value))
                : (ushort)(i >> (stored - bits));
        }

        return new DataPathInput(frame, code, inputs, bits);

        ushort Scale(double fraction) => (ushort)(Math.Clamp(fraction, 0, 1) * ((1 << bits) - 1) + 0.5);
    }

    /// <summary>The input of a pixel.</summary>
    public int Of(int index) => _inputs[_code.OfWord(_frame.Layout.BitsAllocated == 8 ? _frame.Bytes[index] : MemoryMarshal.Cast<byte, ushort>(_frame.Bytes)[index])];
}
