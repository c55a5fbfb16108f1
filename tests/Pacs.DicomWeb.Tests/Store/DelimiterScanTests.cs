namespace Pacs.DicomWeb.Tests;

/// <summary>The search by vectors against the framework's.</summary>
[TestFixture]
public class DelimiterScanTests
{
    [Test]
    public void Delimiter_IsFoundWhereTheFrameworkFindsIt()
    {
        // Few different bytes, so that beginnings, ends and whole delimiters are everywhere.
        var random = new Random(20261127);
        for (int round = 0; round < 200_000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 200)], delimiter = new byte[random.Next(0, 12)];
            int letters = random.Next(2, 6);
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next(letters);
            for (int i = 0; i < delimiter.Length; i++) delimiter[i] = (byte)random.Next(letters);

            int expected = DelimiterScan.IndexOfScalar(bytes, delimiter);

            if (DelimiterScan.IndexOf(bytes, delimiter) != expected) Assert.Fail($"{Convert.ToHexString(delimiter)} in {Convert.ToHexString(bytes)} is at {expected}.");
        }
    }

    [Test]
    public void Delimiter_AtEveryPlace_IsFound()
    {
        byte[] delimiter = "\r\n--boundary"u8.ToArray();
        for (int length = delimiter.Length; length < 150; length++)
        {
            for (int at = 0; at <= length - delimiter.Length; at++)
            {
                byte[] bytes = new byte[length];
                delimiter.CopyTo(bytes, at);
                Assert.That(DelimiterScan.IndexOf(bytes, delimiter), Is.EqualTo(at));
                bytes[at + (length % delimiter.Length)] ^= 1;
                Assert.That(DelimiterScan.IndexOf(bytes, delimiter), Is.EqualTo(-1));
            }
        }
    }
}
