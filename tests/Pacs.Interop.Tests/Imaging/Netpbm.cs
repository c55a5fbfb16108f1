using System.Globalization;

namespace Pacs.Interop.Tests.Imaging;

/// <summary>Reads binary PGM and PPM files of 8 bits.</summary>
internal static class Netpbm
{
    public static (int Width, int Height, byte[] Samples) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = 0;
        string Word()
        {
            while (char.IsWhiteSpace((char)bytes[at])) at++;
            while (bytes[at] == '#') while (bytes[at++] != '\n') { }
            int start = at;
            while (!char.IsWhiteSpace((char)bytes[at])) at++;
            return System.Text.Encoding.ASCII.GetString(bytes, start, at - start);
        }

        int samples = Word() switch { "P5" => 1, "P6" => 3, var other => throw new InvalidDataException($"{path} is {other}.") };
        int width = int.Parse(Word(), CultureInfo.InvariantCulture), height = int.Parse(Word(), CultureInfo.InvariantCulture);
        Assert.That(Word(), Is.EqualTo("255"));
        return (width, height, bytes[(at + 1)..(at + 1 + width * height * samples)]);
    }
}
