using System.Net;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

/// <summary>Decoded frames kept for the next window, within one limit.</summary>
public sealed class FrameCacheTests
{
    private static string Image => $"studies/{SyntheticImage.Study(1)}/series/{SyntheticImage.Series(1)}/instances/{SyntheticImage.Instance(1, 1)}";

    [Test]
    public async Task Rendered_WithAnotherWindow_ReadsTheImageOnce()
    {
        CountingStore store = null!;
        await using WebArchive web = await WebArchive.StartAsync(blobs: inner => store = new CountingStore(inner)), plain = await WebArchive.StartAsync(new DicomWebOptions { FrameMemory = 0 });
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await plain.AddAsync(SyntheticImage.Make(1, 1));
        using HttpResponseMessage first = await web.GetAsync($"{Image}/rendered?window=10,20", "image/png");
        int opened = store.Opened;

        using HttpResponseMessage second = await web.GetAsync($"{Image}/rendered?window=100,200&viewport=20,20&annotation=technique", "image/png"), frame = await web.GetAsync($"{Image}/frames/1/rendered?window=3,200", "image/png");
        using HttpResponseMessage expected = await plain.GetAsync($"{Image}/rendered?window=100,200&viewport=20,20&annotation=technique", "image/png");

        Assert.That((first.StatusCode, second.StatusCode, frame.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(store.Opened, Is.EqualTo(opened));
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(await expected.Content.ReadAsByteArrayAsync()));
    }

    [Test]
    public async Task Rendered_OfAnImageThatWasRemoved_Is404()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true });
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using HttpResponseMessage first = await web.GetAsync($"{Image}/rendered?window=10,20", "image/png"), deletion = await web.Http.DeleteAsync(Image);

        using HttpResponseMessage second = await web.GetAsync($"{Image}/rendered?window=100,200", "image/png");

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("frames/5/rendered", HttpStatusCode.NotFound)]
    [TestCase("frames/0/rendered", HttpStatusCode.BadRequest)]
    [TestCase("frames/x/rendered", HttpStatusCode.BadRequest)]
    public async Task Rendered_OfAFrameThatThereIsNot_IsRefusedThoughOthersAreKept(string path, HttpStatusCode status)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        await web.AddAsync(SyntheticImage.Make(1, 1));
        using HttpResponseMessage first = await web.GetAsync($"{Image}/rendered", "image/png"), second = await web.GetAsync($"{Image}/{path}", "image/png");

        Assert.That(second.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public void Find_WhatWasAdded_GivesTheSameFrameUntilTheLastHolderLetsGo()
    {
        var cache = new FrameCache(2000);
        ReadyFrame frame = Frame(0);
        cache.Add(7, frame);
        frame.Dispose();

        ReadyFrame found = cache.Find(7, 0)!;
        for (int i = 1; i < 3; i++) cache.Add(7, Frame(i));

        Assert.That((cache.Find(7, 0), cache.Find(8, 1)), Is.EqualTo(((ReadyFrame?)null, (ReadyFrame?)null)));
        Assert.That(found, Is.SameAs(frame));
        Assert.That(found.Pixels.Bytes.Length, Is.EqualTo(1000));
        found.Dispose();
        Assert.That(() => found.Pixels.Bytes.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Add_BeyondTheLimit_LetsGoOfWhatNobodyAskedForLongest()
    {
        var cache = new FrameCache(3000);
        for (int i = 0; i < 3; i++) cache.Add(1, Frame(i));
        cache.Find(1, 0)!.Dispose();
        cache.Add(1, Frame(3));

        Assert.That(Enumerable.Range(0, 4).Where(i => cache.Find(1, i) is null), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Add_OfAFrameThatIsLargerThanTheLimit_KeepsWhatThereWas()
    {
        var cache = new FrameCache(1500);
        cache.Add(1, Frame(0));
        cache.Add(1, Frame(1, headerLength: 400));

        Assert.That((cache.Find(1, 0) is null, cache.Find(1, 1) is null), Is.EqualTo((false, true)));
    }

    [Test]
    public void FindAndAdd_FromManyThreads_NeverGiveAFrameThatIsGone()
    {
        var cache = new FrameCache(5000);
        Parallel.For(0, 5000, n =>
        {
            using ReadyFrame frame = cache.Find(1, n % 9) ?? Frame(n % 9);
            cache.Add(1, frame);
            if (frame.Pixels.Bytes.Length != 1000 || frame.Frame != n % 9) throw new InvalidOperationException("another frame");
        });
    }

    private static ReadyFrame Frame(int frame, long headerLength = 0)
    {
        var pixels = PixelFrame.Rent(new PixelLayout { Rows = 10, Columns = 100, SamplesPerPixel = 1, BitsAllocated = 8, BitsStored = 8, HighBit = 7, Photometric = PhotometricInterpretation.Monochrome2 });
        return new ReadyFrame(new DicomDataset(), pixels, DisplayAttributes.Empty, [], frame, headerLength);
    }
}
