using System.Diagnostics;
using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Imaging;

/// <summary>DCMTK's decoders by their commands, on files of many frames.</summary>
internal static class DcmtkPeer
{
    private const int Frames = 100;

    /// <summary>User time a frame, less that of reading and writing the result; null where DCMTK is missing. Best of three.</summary>
    public static double? SecondsAFrame(string command, byte[] stream, PixelLayout layout, TransferSyntax syntax)
    {
        string folder = Directory.CreateTempSubdirectory("pacs-bench-").FullName, source = Path.Combine(folder, "in.dcm"), decoded = Path.Combine(folder, "out.dcm"), copied = Path.Combine(folder, "copy.dcm");
        try
        {
            Write(source, stream, layout, syntax);
            double best = double.MaxValue;
            for (int i = 0; i < 3; i++)
            {
                if (UserTime(command, source, decoded) is not { } decoding || UserTime("dcmconv", decoded, copied) is not { } copying) return null;
                best = Math.Min(best, Math.Max(1e-6, decoding - copying) / Frames);
            }

            return best;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double? UserTime(string command, string source, string target)
    {
        // The shell tells what its child took; a process that has ended no longer does.
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT=%U; time \"$@\" 2>/dev/null", "time", command, source, target]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string time = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;
    }

    private static void Write(string path, byte[] stream, PixelLayout layout, TransferSyntax syntax)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, layout.SamplesPerPixel == 3 ? DicomUid.MultiFrameTrueColorSecondaryCaptureImageStorage : DicomUid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.1"));
        dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)layout.SamplesPerPixel);
        dataset.Set(DicomTag.PhotometricInterpretation, layout.SamplesPerPixel == 3 ? "RGB" : "MONOCHROME2");
        if (layout.SamplesPerPixel == 3) dataset.SetUInt16(DicomTag.PlanarConfiguration, 0);
        dataset.Set(DicomTag.NumberOfFrames, Frames.ToString(CultureInfo.InvariantCulture));
        dataset.SetUInt16(DicomTag.Rows, (ushort)layout.Rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)layout.Columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)layout.BitsAllocated);
        dataset.SetUInt16(DicomTag.BitsStored, (ushort)layout.BitsStored);
        dataset.SetUInt16(DicomTag.HighBit, (ushort)layout.HighBit);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        using var native = new MemoryStream();
        new DicomFile(dataset).SaveAsync(native).AsTask().GetAwaiter().GetResult();

        // The frames are all the same: the header comes from the writer, the pixel data is put behind it.
        byte[] header = native.ToArray();
        using FileStream file = File.Create(path);
        file.Write(Replace(header, "1.2.840.10008.1.2.1\0", syntax.Uid.Value));
        byte[] frame = stream.Length % 2 == 0 ? stream : [.. stream, 0];
        file.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0]);
        for (int i = 0; i < Frames; i++)
        {
            file.Write([0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(frame.Length)]);
            file.Write(frame);
        }

        file.Write([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
    }

    // (0002,0010) and the length of its group.
    private static byte[] Replace(byte[] file, string syntax, string by)
    {
        byte[] old = System.Text.Encoding.ASCII.GetBytes(syntax), wanted = System.Text.Encoding.ASCII.GetBytes(by.Length % 2 == 0 ? by : by + "\0");
        int at = file.AsSpan().IndexOf(old), groupLength = 128 + 4 + 8;
        byte[] replaced = [.. file[..(at - 2)], (byte)wanted.Length, 0, .. wanted, .. file[(at + old.Length)..]];
        BitConverter.TryWriteBytes(replaced.AsSpan(groupLength), BitConverter.ToInt32(file, groupLength) + wanted.Length - old.Length);
        return replaced;
    }
}
