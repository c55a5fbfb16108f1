using Pacs.Core;

namespace Pacs.Imaging.Tests.Frames;

[Category("PS3.3 §C.7.6.3")]
public sealed class PixelLayoutTests
{
    [Test]
    public void Of_CtDataSet_ReadsEveryField()
    {
        PixelLayout layout = PixelLayout.Of(Image(rows: 3, columns: 5, allocated: 16, stored: 12, representation: 1));

        Assert.That(layout, Is.EqualTo(new PixelLayout { Rows = 3, Columns = 5, BitsAllocated = 16, BitsStored = 12, HighBit = 11, IsSigned = true }));
        Assert.That(layout.FrameLength, Is.EqualTo(30));
    }

    [Test]
    public void Of_Ybr422_CountsTwoSamplesAPixel()
    {
        DicomDataset dataset = Image(rows: 2, columns: 4, allocated: 8, stored: 8, samples: 3);
        dataset.Set(DicomTag.PhotometricInterpretation, "YBR_FULL_422");

        Assert.That(PixelLayout.Of(dataset).FrameLength, Is.EqualTo(16));
    }

    [Test]
    public void Of_FloatPixelData_IsFloatOf32Bits()
    {
        DicomDataset dataset = Image();
        dataset.Remove(DicomTag.BitsAllocated);
        dataset.SetBytes(DicomTag.FloatPixelData, DicomVR.OF, new byte[4]);

        Assert.That(PixelLayout.Of(dataset), Has.Property("Format").EqualTo(SampleFormat.Float32).And.Property("BitsStored").EqualTo(32));
    }

    [TestCase(0, 4, 16, 1, "Rows is 0")]
    [TestCase(4, 0, 16, 1, "Columns is 0")]
    [TestCase(4, 4, 7, 1, "Bits Allocated is 7")]
    [TestCase(4, 4, 16, 2, "Samples per Pixel is 2")]
    public void Of_WhatCannotBe_IsRefusedWithTheNumber(int rows, int columns, int allocated, int samples, string message) =>
        Assert.That(() => PixelLayout.Of(Image(rows, columns, allocated, allocated, samples)), Throws.TypeOf<DicomImageException>().With.Message.Contains(message));

    [Test]
    public void Of_NoImage_IsRefused() =>
        Assert.That(() => PixelLayout.Of(new DicomDataset()), Throws.TypeOf<DicomImageException>().With.Message.Contains("Rows"));

    [TestCase(17, 16)]
    [TestCase(0, 5)]
    public void Of_CarelessBitsStoredOrHighBit_CountsAllBits(int stored, int highBit)
    {
        DicomDataset dataset = Image(allocated: 16, stored: stored);
        dataset.SetUInt16(DicomTag.HighBit, (ushort)highBit);

        Assert.That(PixelLayout.Of(dataset), Has.Property("BitsStored").EqualTo(16).And.Property("HighBit").EqualTo(15));
    }

    [Test]
    public void Of_DataInTheUpperBits_KeepsTheirPosition()
    {
        DicomDataset dataset = Image(allocated: 16, stored: 12);
        dataset.SetUInt16(DicomTag.HighBit, 15);

        Assert.That(PixelLayout.Of(dataset).HighBit, Is.EqualTo(15));
    }

    internal static DicomDataset Image(int rows = 4, int columns = 4, int allocated = 8, int stored = 8, int samples = 1, int representation = 0)
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.SamplesPerPixel, (ushort)samples);
        dataset.Set(DicomTag.PhotometricInterpretation, samples == 1 ? "MONOCHROME2" : "RGB");
        dataset.SetUInt16(DicomTag.Rows, (ushort)rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)allocated);
        dataset.SetUInt16(DicomTag.BitsStored, (ushort)stored);
        dataset.SetUInt16(DicomTag.HighBit, (ushort)(stored - 1));
        dataset.SetUInt16(DicomTag.PixelRepresentation, (ushort)representation);
        if (samples > 1) dataset.SetUInt16(DicomTag.PlanarConfiguration, 0);
        return dataset;
    }
}
